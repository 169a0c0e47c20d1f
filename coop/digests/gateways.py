"""The link at the end of a mail with news, with which its reader stops it without signing in."""

from itsdangerous import BadSignature, URLSafeSerializer


class StopLinks:
    """Signs which reader of which neighbourhood; it never runs out, as a wish to stop never does."""

    def __init__(self, secret: str) -> None:
        self._sealed = URLSafeSerializer(secret, salt="stop-news")

    def token(self, account_id: int, district_id: int) -> str:
        """What stands in the address."""
        return str(self._sealed.dumps([account_id, district_id]))

    def read(self, token: str) -> tuple[int, int] | None:
        """(account, neighbourhood); None when it is not ours."""
        try:
            account_id, district_id = self._sealed.loads(token)
        except (BadSignature, TypeError, ValueError):
            return None
        return int(account_id), int(district_id)
