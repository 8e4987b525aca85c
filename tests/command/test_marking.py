"""`--ai-marking` and `--aigc`: files that say how they were made, and `history show`, which tells it."""

from __future__ import annotations

from pathlib import Path

from brushwork import AiMarking
from brushwork.testing import Emulator
from tests.command.running import Command

CAT = ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512")


def test_files_say_how_they_were_made_and_the_history_tells_it(online: Command, work: Path) -> None:
    done = online(*CAT, "-o", "cat.png", "--aigc", "001 Example", "{model}-{i}")
    assert done.code == 0, done.err
    told = AiMarking((work / "cat.png").read_bytes())
    assert (told.digital_source_type or "").endswith("/trainedAlgorithmicMedia")
    assert (told.aigc or {})["ProduceID"] == "z-image-turbo-0"
    shown = " ".join(online("history", "show").out.split())
    assert "trainedAlgorithmicMedia, AIGC Label=1, AIGC ContentProducer=001 Example" in shown
    assert online(*CAT, "-o", "plain.png").code == 0
    assert "trained" not in online("history", "show").out


def test_stdout_takes_it_too(online: Command, api: Emulator, work: Path) -> None:
    assert online(*CAT, "-o", "cat.jpg", "--ai-marking").code == 0
    assert AiMarking((work / "cat.jpg").read_bytes())
    assert api.ledger.images == 1


def test_a_number_for_several_pictures_is_refused_before_anything_is_billed(online: Command, api: Emulator) -> None:
    done = online("gen", "a cat", "-m", "wan2.6-t2i", "-n", "2", "--aigc", "001 Example", "7")
    assert done.code == 2
    assert "--aigc: ProduceID is that of one picture, and there are 2" in " ".join(done.err.split())
    assert api.ledger.images == 0
