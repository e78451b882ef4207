"""LiteLLM as a client, speaking OpenAI's and Anthropic's dialect to us."""
import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # Its start asks nobody.

import httpx2  # noqa: F401 - it is imported late, and by two threads at once only in part.
import litellm
from litellm.llms.custom_httpx.http_handler import HTTPHandler

from chat_shape import chat_body, chat_outcome

litellm.suppress_debug_info = True
litellm.telemetry = False


def options(kind, base, request):
    body = chat_body(request)
    # Its own prefix says the dialect; the rest is the model's name for whom it asks.
    body["model"] = f"{kind}/{body['model']}"
    return {**body, "api_base": base, "api_key": "sk-client", "num_retries": 0, "max_retries": 0,
            "allowed_openai_params": ["reasoning_effort", "tools", "response_format"]}


def row(name, kind, face, path, **more):
    def whole(origin, request):
        return chat_outcome(litellm.completion(**options(kind, origin + path, request)))

    def stream(origin, request, heard):
        # Its Anthropic side leaves a stream's connection to the garbage collector and keeps one pool for all of them.
        # Where the collector runs in a thread that holds that pool's lock, closing waits for the lock it holds, and
        # every later stream hangs: so each has a pool of its own here, closed with it.
        own = HTTPHandler() if kind == "anthropic" else None
        kept = []
        try:
            pieces = litellm.completion(**options(kind, origin + path, request), client=own, stream=True,
                                        stream_options={"include_usage": True})
            for piece in pieces:
                kept.append(piece)
                if heard():
                    if own is None:
                        pieces.completion_stream.close()
                    return {}
        finally:
            if own is not None:
                own.close()
        return chat_outcome(litellm.stream_chunk_builder(kept))

    return {"name": name, "face": face, "finishes": {"stop": "stop", "calls": "tool_calls", "length": "length"},
            "whole": whole, "stream": stream, **more}


ROWS = [
    row("litellm 1 openai/ (py)", "openai", "openai", "/v1",
        cannot={"reasoning tokens": "it guesses them where nobody counts", "seals": "it drops them from streams"}),
    row("litellm 1 anthropic/ (py)", "anthropic", "anthropic", "",
        cannot={"reasoning tokens": "it guesses them where nobody counts"}),
]
