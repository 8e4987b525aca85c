"""Options that a client does not have, and values that they do not take."""

from brushwork import AsyncClient, Client

Client().with_options(timeoutt=3)  # error: mypy=call-arg pyright=reportCallIssue
Client().with_options(retries="often")  # error: mypy=arg-type pyright=reportArgumentType
Client().with_options(max_concurrency=3)  # error: mypy=call-arg pyright=reportCallIssue
AsyncClient(timeoutt=3)  # error: mypy=call-arg pyright=reportCallIssue
AsyncClient().with_options(max_concurrency="3")  # error: mypy=arg-type pyright=reportArgumentType
Client().with_options(timeout=3, api_key="sk-1").wan2_6_t2i.generate("a cat", m=2)  # error: mypy=call-arg pyright=reportCallIssue
