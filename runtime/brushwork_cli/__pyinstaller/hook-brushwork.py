"""For PyInstaller: what `import brushwork` needs that no import statement names, and its files that are not code."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

PACKAGES = ("brushwork", "brushwork_runtime", "brushwork_batch", "brushwork_cli", "brushwork_emulator", "brushwork_web")
TESTING = "brushwork_runtime.fixtures"  # imports pytest

datas = [found for package in PACKAGES for found in collect_data_files(package)]
hiddenimports = [
    *collect_submodules("brushwork.clients"),
    *collect_submodules("brushwork.tables"),
    *collect_submodules("brushwork_runtime", filter=lambda name: name != TESTING),
    "brushwork.aio",
    "brushwork.client",
]
