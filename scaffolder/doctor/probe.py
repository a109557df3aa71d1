"""Runs in the project's own interpreter and prints one JSON document. Standard library only.

`python probe.py SRC PACKAGE NAME...`: what is installed of the named distributions, how
torch was built and what it finds, and the data that config.py names.
"""

import json
import platform
import sys
from importlib.metadata import PackageNotFoundError, version


def installed(names: list[str]) -> dict[str, str]:
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def torch() -> dict[str, object]:
    """How torch was built, and whether it finds an accelerator."""
    try:
        import torch
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    cuda = torch.version.cuda or getattr(torch.version, "hip", None)
    found = torch.cuda.is_available()
    mps = getattr(torch.backends, "mps", None)
    name = torch.cuda.get_device_name() if found else ""
    major, minor = torch.cuda.get_device_capability() if found else (0, 0)
    return {
        "built for": cuda or "",
        "cuda": found,
        "gpu": name,
        "capability": f"sm_{major}{minor}" if found else "",
        "architectures": torch.cuda.get_arch_list() if found else [],
        "mps": bool(mps and mps.is_available()),
    }


def config(src: str, package: str) -> dict[str, object]:
    """The fields of config.py that name data."""
    sys.path.insert(0, src)
    try:
        module = __import__(f"{package}.config", fromlist=["Config"])
        made = module.Config()
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    names = ("data", "validation_data", "test_data")
    return {name: getattr(made, name, "") for name in names}


def main(src: str, package: str, *names: str) -> None:
    found = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "installed": installed(list(names)),
        "config": config(src, package),
        "torch": torch(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
