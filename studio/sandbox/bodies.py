"""The body of a request, up to a limit."""

from starlette.requests import Request

from studio.sandbox.errors import TooLarge


async def read_body(request: Request, limit: int) -> bytearray:
    """The body; past the limit the rest is read and dropped, because many clients only listen once they have sent."""
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            body += chunk
        else:
            body.clear()
    if size > limit:
        raise TooLarge(f"Request payload size exceeds the limit: {limit} bytes.")
    return body
