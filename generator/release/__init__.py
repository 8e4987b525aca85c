"""From a commit to a release: version, changelog, `released.json`, tag, wheel, upload."""
