"""What the desk writes: renderings."""

from desk.actions.renderings import ask, forget_old, render_claimed

__all__ = ["ask", "forget_old", "render_claimed"]
