"""What must be given and is not, and what is positional and must be named."""

from brushwork import Client

client = Client()
client.wan2_7_image_pro.sequence("four seasons")  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_7_image_pro.sequence.submit("four seasons")  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_7_image_pro.sequence.prepare("four seasons")  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_6_image.edit("a hat")  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_6_t2i.generate()  # error: mypy=call-arg pyright=reportCallIssue
client.wan2_6_t2i.generate("a cat", "1280*1280")  # error: mypy=call-arg pyright=reportCallIssue
client.generate("a cat")  # error: mypy=call-arg pyright=reportCallIssue
