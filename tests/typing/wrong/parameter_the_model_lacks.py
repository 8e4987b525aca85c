"""Parameters that the model or the mode does not take."""

from brushwork import Client

client = Client()
client.z_image_turbo.generate("a cat", n=2)  # error: mypy=call-arg pyright=reportCallIssue
client.z_image_turbo.generate.prepare("a cat", negative_prompt="fog")  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_6_t2i.generate("a cat", thinking_mode=True)  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_6_t2i.generate.submit("a cat", bbox_list=[[]])  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_7_image_pro.edit("a hat", ["a.png"], thinking_mode=True)  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_7_image_pro.sequence("a cat", n=2, color_palette=[])  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_7_image.generate("a cat", prompt_extend=True)  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_6_image.interleave("a recipe", prompt_extend=True)  # error: mypy=call-arg pyright=reportCallIssue
client.qwen_image_edit.edit("a hat", ["a.png"], max_images=2)  # error: mypy=call-arg pyright=reportCallIssue
