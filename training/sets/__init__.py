"""Sets that other people labelled, read into examples; `python -m training.sets FOLDER` shows what each one holds.

Every reader takes the folder of the archives, unpacks nothing to disk, and leaves published test parts unread.
"""
