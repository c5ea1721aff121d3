"""A case on disk: SQLite tables made from `sayso.schema`, originals under their hash, and a log that shows tampering.

`sayso.store.sqlite` holds what is kept, `sayso.store.memory` what isn't; both answer to `sayso.store.contract.Store`.
Nothing is imported here, so that a brief without a case needs no database.
"""
