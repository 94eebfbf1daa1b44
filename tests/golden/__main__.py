"""Write the golden files of the examples anew: ``python -m tests.golden``."""

from tests.golden import BRIEF, CLAIMS, KNOWN_WRONG, mended, write

if __name__ == "__main__":
    write()
    print(f"wrote {CLAIMS.name} and {BRIEF.name}; read the difference before committing it")
    for line in mended():
        print(f"{KNOWN_WRONG.name}: no longer so, strike or correct it: {line[2:]}")
