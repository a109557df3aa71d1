"""`make release VERSION=0.4.0`: bundle, record, changelog, version, commit and tag.

Without a version, says whether the templates hold changes that no release has: exit code 1
if so. With `--from COMMIT`, releases the templates of an earlier commit; `--home URL` says
where the templates are public, which every project remembers.
"""

import argparse
import re
import sys
from pathlib import Path

from scaffolder import git
from scaffolder.errors import RecipeError
from scaffolder.releases import BUNDLE, RECORD, newest, number, releases

from .bundle import PATHS, shelf
from .changelog import close

ROOT = Path(__file__).parents[1]
COPIER = ROOT / "copier.yml"
HOME = re.compile(r"(?<=\n)(home:.*\n(?:  .*\n)*?  default: )\S+")
CHANGELOG, INIT = ROOT / "CHANGELOG.md", ROOT / "scaffolder" / "__init__.py"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m releasing", description=__doc__)
    parser.add_argument("version", nargs="?", help="such as 0.4.0")
    parser.add_argument("--from", dest="source", default="HEAD", metavar="COMMIT")
    parser.add_argument("--home", default="", metavar="URL")
    given = parser.parse_args(arguments)
    try:
        if not given.version:
            return unreleased()
        refuse_what_is_wrong(f"v{given.version}")
        if given.home:
            set_home(given.home)
        release(given.version, given.source)
    except RecipeError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    return 0


def unreleased() -> int:
    """Compare the committed templates with those of the newest release, and say."""
    with shelf(BUNDLE) as bundled:
        given_out = bundled.git("ls-tree", newest(), *PATHS)
    if given_out == git.checked(ROOT, "ls-tree", "HEAD", *PATHS):
        print(f"The templates are those of {newest()}.")
        return 0
    print(f"The templates have changes that {newest()} lacks: make release VERSION=...")
    return 1


def release(version: str, source: str) -> None:
    """Everything, or nothing but files that `git checkout .` restores."""
    name = f"v{version}"
    past = source != "HEAD"
    changelog = "" if past else close(CHANGELOG, version)
    with shelf(BUNDLE if releases() else None) as bundled:
        commit = bundled.append(name, ROOT, source)
        bundled.write(BUNDLE)
    record(name, commit)
    write_version(version)
    if changelog:
        CHANGELOG.write_text(changelog, "utf-8")
    git.checked(ROOT, "add", str(BUNDLE), str(RECORD), str(CHANGELOG), str(INIT))
    git.checked(ROOT, "commit", "-q", "-m", f"Release {name}")
    git.checked(ROOT, "tag", name, source)
    print(f"Released {name}, {commit[:12]}: {BUNDLE.stat().st_size:,} bytes in all.")
    print(f"Next: git push && git push origin {name}")
    if ".invalid/" in COPIER.read_text("utf-8"):
        print("Its address is a placeholder, which Copier alone cannot follow: --home.")


def set_home(url: str) -> None:
    """Commit the address. Until it is known it is one that nobody can register (RFC 2606)."""
    if not re.fullmatch(r"https://[\w.-]+(/[\w.-]+)+\.git", url):
        raise RecipeError(f"{url} is no address: needed is https://HOST/PATH.git.")
    text = COPIER.read_text("utf-8")
    COPIER.write_text(re.sub(HOME, rf"\g<1>{url}", text, count=1), "utf-8")
    git.checked(ROOT, "commit", "-q", "-m", f"The templates are at {url}", str(COPIER))


def refuse_what_is_wrong(name: str) -> None:
    if not number(name):
        raise RecipeError(f"{name} is no release: give three numbers, such as 0.4.0.")
    if releases() and number(name) <= number(newest()):
        raise RecipeError(f"{newest()} is released already: {name} must come after it.")
    changed = git.checked(ROOT, "status", "--porcelain", "--untracked-files=no")
    if changed:
        raise RecipeError(
            "There are changes that are not committed: commit them first."
        )
    if git.text(ROOT, "rev-parse", "-q", "--verify", f"refs/tags/{name}"):
        raise RecipeError(f"The tag {name} is there already, and tags never move.")


def record(name: str, commit: str) -> None:
    rows = [(release.name, release.commit) for release in releases()]
    lines = ["release,commit", *(",".join(row) for row in [*rows, (name, commit)])]
    RECORD.write_text("\n".join(lines) + "\n", "utf-8")


def write_version(version: str) -> None:
    text = INIT.read_text("utf-8")
    text = re.sub(r'__version__ = ".*"', f'__version__ = "{version}"', text)
    INIT.write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
