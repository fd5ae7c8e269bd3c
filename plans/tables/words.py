"""Lists of words in declarations, without a fence of quotes around each."""


def said(text: str) -> tuple[str, ...]:
    """The words between the spaces; `service-name` stands for words that belong together."""
    return tuple(text.split())
