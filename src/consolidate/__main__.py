"""`python -m consolidate`: the command line."""

from consolidate.cli import main

if __name__ == "__main__":
    main()
