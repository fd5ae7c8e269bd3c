"""Static files in production: names carry a hash, so browsers keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """A file that the manifest does not know keeps its plain name."""

    manifest_strict = False
