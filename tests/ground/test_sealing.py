"""What is sealed can be read by who has the key, and by nobody else."""

import pytest

from ground.sealing import Unsealable, seal, unseal


def test_what_was_sealed_can_be_opened():
    assert unseal(seal("SEC密钥")) == "SEC密钥"
    assert seal("") == unseal("") == ""


def test_the_sealed_text_tells_nothing_and_never_repeats():
    assert "secret" not in seal("secret")
    assert seal("secret") != seal("secret")


def test_a_changed_text_is_refused():
    sealed = seal("secret")
    with pytest.raises(Unsealable):
        unseal(sealed[:-2] + ("A" if sealed[-2] != "A" else "B") + sealed[-1])


def test_a_new_key_opens_what_the_old_one_sealed_as_long_as_it_is_named(settings):
    sealed, old = seal("secret"), settings.SECRET_KEY
    settings.SECRET_KEY = "another-" + "0123456789abcdef" * 3
    with pytest.raises(Unsealable):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed) == "secret"
    fresh = seal("fresh")
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(fresh) == "fresh"
