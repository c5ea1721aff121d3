"""Small files damaged in all ways, and a fuzzer over every reader."""
