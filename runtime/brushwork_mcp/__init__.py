"""Agents buy pictures here: a server of the Model Context Protocol with eight tools, a budget and a memory.

What is paid for is an order of `brushwork_batch.orders`, admitted by the transaction that batches have, and made
outside of the call that asks for it. A call that a client repeats gets the first one's pictures and costs nothing.
"""
