"""Results, tasks and coroutines taken for one another."""

from brushwork import AsyncClient, Client

client = Client()
client.wan2_6_t2i.generate("a cat").wait()  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
client.wan2_6_t2i.generate.submit("a cat").parts  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
client.qwen_image_3_0.generate("a cat").values["status"]  # error: mypy=typeddict-item pyright=reportGeneralTypeIssues
client.wan2_6_t2i.generate.prepare("a cat").parts  # error: mypy=attr-defined pyright=reportAttributeAccessIssue


async def main() -> None:
    async with AsyncClient() as later:
        later.wan2_6_t2i.generate("a cat").images  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
        task = await later.wan2_6_t2i.generate.submit("a cat")
        task.wait().images  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
