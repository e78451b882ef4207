"""Cohere's own client."""
import json

import cohere

from chat_shape import data_url


def client(origin):
    return cohere.ClientV2(api_key="sk-client", base_url=origin)


OPTIONS = {"max_retries": 0}


def to_body(request):
    content = request["prompt"]
    if "image" in request:
        content = [{"type": "text", "text": content}, {"type": "image_url", "image_url": {"url": data_url(request["image"])}}]
    messages = [{"role": "user", "content": content}]
    if "system" in request:
        messages.insert(0, {"role": "system", "content": request["system"]})
    if "after" in request:
        after = request["after"]
        messages.append({"role": "assistant", **after["turn"]})
        messages += [{"role": "tool", "tool_call_id": call["id"], "content": result["text"]}
                     for call, result in zip(after["calls"], after["results"])]
    body = {"model": request["model"], "messages": messages}
    if "tools" in request:
        body["tools"] = [{"type": "function", "function": tool} for tool in request["tools"]]
    if "schema" in request:
        body["response_format"] = {"type": "json_object", "json_schema": request["schema"]}
    if "effort" in request:
        body["thinking"] = {"type": "enabled"}
    if "tokensMax" in request:
        body["max_tokens"] = request["tokensMax"]
    return body


def plain(value):
    return value.model_dump(exclude_none=True)


def to_outcome(content, calls, finish, usage):
    return {
        "text": "".join(part.get("text", "") for part in content),
        "reasoning": "".join(part.get("thinking", "") for part in content),
        "calls": [{"id": call["id"], "name": call["function"]["name"], "args": json.loads(call["function"]["arguments"])}
                  for call in calls],
        "finish": finish,
        "usage": usage and {"prompt": usage.tokens.input_tokens, "completion": usage.tokens.output_tokens,
                            "cached": getattr(usage, "cached_tokens", None),
                            "reasoning": getattr(usage.tokens, "reasoning_tokens", None)},
        "turn": {**({"content": content} if content else {}), "tool_calls": calls},
    }


def whole(origin, request):
    answer = client(origin).chat(**to_body(request), request_options=OPTIONS)
    return to_outcome([plain(part) for part in answer.message.content or []],
                      [plain(call) for call in answer.message.tool_calls or []], answer.finish_reason, answer.usage)


def add(part, piece):
    """Texts grow; whatever else is told belongs to the part as it is."""
    for name, value in piece.items():
        part[name] = part.get(name, "") + value if name in ("text", "thinking") else value


def stream(origin, request, heard):
    content, calls, end = [], [], None
    pieces = client(origin).chat_stream(**to_body(request), request_options=OPTIONS)
    for event in pieces:
        if event.type == "content-start":
            content.append(plain(event.delta.message.content))
        if event.type == "content-delta":
            add(content[-1], plain(event.delta.message.content))
        if event.type == "tool-call-start":
            calls.append(plain(event.delta.message.tool_calls))
        if event.type == "tool-call-delta":
            calls[-1]["function"]["arguments"] += event.delta.message.tool_calls.function.arguments
        if event.type == "message-end":
            end = event.delta
        if heard():
            pieces.close()
            return {}
    if end and end.finish_reason == "ERROR":
        raise RuntimeError(end.error)
    return to_outcome(content, calls, end and end.finish_reason, end and end.usage)


def models(origin):
    return [model.name for model in client(origin).models.list(page_size=1000, request_options=OPTIONS).models]


ROWS = [{
    "name": "cohere 7 (py)", "face": "cohere chat",
    "finishes": {"stop": "COMPLETE", "calls": "TOOL_CALL", "length": "MAX_TOKENS"},
    "whole": whole, "stream": stream, "models": models,
}]
