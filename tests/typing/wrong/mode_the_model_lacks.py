"""Modes that the model does not have, and a task where the model is synchronous only."""

from brushwork import Client

client = Client()
client.wan2_6_image.generate("a cat")  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
client.wan2_6_t2i.edit("a hat", ["a.png"])  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
client.wan2_5_i2i_preview.sequence("a cat", n=2)  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
client.qwen_image_2_0.interleave("a recipe")  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
client.z_image_turbo.generate.submit("a cat")  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
client.qwen_image_0_1.generate("a cat")  # error: mypy=attr-defined pyright=reportAttributeAccessIssue
