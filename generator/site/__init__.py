"""The reference site: hand-written guides and generated pages, put together for Zensical."""
