"""Shows what changed since an earlier version: a slide that lists it, and tags on the slides that changed."""
