"""LiteLLM as a client, speaking OpenAI's and Anthropic's dialect to us."""
import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # Its start asks nobody.

import httpx2  # noqa: F401 - it is imported late, and by two threads at once only in part.
import litellm

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
        pieces = litellm.completion(**options(kind, origin + path, request), stream=True,
                                    stream_options={"include_usage": True})
        kept = []
        for piece in pieces:
            kept.append(piece)
            if heard():
                held = getattr(pieces, "completion_stream", None)
                if hasattr(held, "close"):
                    held.close()
                return {}
        return chat_outcome(litellm.stream_chunk_builder(kept))

    return {"name": name, "face": face, "finishes": {"stop": "stop", "calls": "tool_calls", "length": "length"},
            "whole": whole, "stream": stream, **more}


ROWS = [
    row("litellm 1 openai/ (py)", "openai", "openai", "/v1",
        cannot={"reasoning tokens": "it guesses them where nobody counts", "seals": "it drops them from streams"}),
    row("litellm 1 anthropic/ (py)", "anthropic", "anthropic", "",
        cannot={"abort": "what it streams from Anthropic cannot be closed",
                "reasoning tokens": "it guesses them where nobody counts"}),
]
