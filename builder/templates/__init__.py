"""An organisation's own Word and PowerPoint templates: what is in them, and what of it plays which role."""
