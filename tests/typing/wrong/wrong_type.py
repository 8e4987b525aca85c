"""Values of the wrong type."""

from brushwork import Client

client = Client()
client.wan2_6_t2i.generate(42)  # error: mypy=arg-type pyright=reportArgumentType
client.wan2_6_t2i.generate("a cat", n="2")  # error: mypy=arg-type pyright=reportArgumentType
client.wan2_6_t2i.generate("a cat", size=1280)  # error: mypy=arg-type pyright=reportArgumentType
client.wan2_6_t2i.generate.prepare("a cat", watermark="yes")  # error: mypy=arg-type pyright=reportArgumentType
client.wan2_6_t2i.generate.submit("a cat", seed=1.5)  # error: mypy=arg-type pyright=reportArgumentType
client.wan2_7_image.edit("a hat", ["a.png"], bbox_list=[[(1, 2, 3)]])  # error: mypy=list-item pyright=reportArgumentType
client.wan2_7_image.generate("a cat", color_palette=[{"hex": "#fff"}])  # error: mypy=typeddict-item pyright=reportArgumentType
client.qwen_image_2_0_pro.at("2020-01-01")  # error: mypy=arg-type pyright=reportArgumentType
client.wan2_6_t2i.generate("a cat", protocol="stream")  # error: mypy=arg-type pyright=reportArgumentType
