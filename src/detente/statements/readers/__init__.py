"""Readers: from a document to drafts of statements. ``protocol`` says what one must offer, ``trained`` is the one that ships."""
