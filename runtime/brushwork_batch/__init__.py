"""Batches: many requests, each sent once, whatever dies meanwhile.

`brushwork.batch` is what programs import. A journal says where every job stands and where every amount went; admission
is one transaction before each request; and what a death leaves in doubt is reconciled with the service's list of tasks.
"""
