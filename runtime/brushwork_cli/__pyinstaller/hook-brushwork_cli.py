"""For PyInstaller: the commands, each of which is imported by its name when it is called."""

from PyInstaller.utils.hooks import collect_submodules

hiddenimports = collect_submodules("brushwork_cli.commands")
