"""Streams of one client taken for those of the other, and of a mode that has none."""

from brushwork import AsyncClient, Client

client, later = Client(), AsyncClient()
client.wan2_6_t2i.generate.stream("a cat")  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
with later.wan2_6_image.interleave.stream("a story"):  # error: mypy=misc pyright=reportGeneralTypeIssues
    pass


async def main() -> None:
    async with client.wan2_6_image.interleave.stream("a story"):  # error: mypy=misc pyright=reportGeneralTypeIssues
        pass
