"""`python -m scaffolder` is `recipe`."""

from .cli import main

if __name__ == "__main__":
    main()
