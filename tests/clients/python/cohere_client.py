"""Cohere's own client. Its dialect is none of our faces: it reaches Cohere itself, passed through."""
import json

import cohere

from chat_shape import data_url


def client(origin):
    return cohere.ClientV2(api_key="sk-client", base_url=f"{origin}/p/cohere")


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
        messages.append({"role": "assistant", "tool_calls": after["turn"]})
        messages += [{"role": "tool", "tool_call_id": call["id"], "content": result["text"]}
                     for call, result in zip(after["calls"], after["results"])]
    body = {"model": request["model"].removeprefix("cohere/"), "messages": messages}
    if "tools" in request:
        body["tools"] = [{"type": "function", "function": tool} for tool in request["tools"]]
    if "schema" in request:
        body["response_format"] = {"type": "json_object", "json_schema": request["schema"]}
    if "effort" in request:
        body["thinking"] = {"type": "enabled"}
    if "tokensMax" in request:
        body["max_tokens"] = request["tokensMax"]
    return body


def to_outcome(content, calls, finish, usage):
    return {
        "text": "".join(getattr(part, "text", None) or "" for part in content),
        "reasoning": "".join(getattr(part, "thinking", None) or "" for part in content),
        "calls": [{"id": call["id"], "name": call["function"]["name"], "args": json.loads(call["function"]["arguments"])}
                  for call in calls],
        "finish": finish,
        "usage": usage and {"prompt": usage.tokens.input_tokens, "completion": usage.tokens.output_tokens,
                            "cached": getattr(usage, "cached_tokens", None)},
        "turn": calls,
    }


def whole(origin, request):
    answer = client(origin).chat(**to_body(request), request_options=OPTIONS)
    calls = [{"id": call.id, "type": "function", "function": {"name": call.function.name, "arguments": call.function.arguments}}
             for call in answer.message.tool_calls or []]
    return to_outcome(answer.message.content or [], calls, answer.finish_reason, answer.usage)


def stream(origin, request, heard):
    content, calls, end = [], [], None
    pieces = client(origin).chat_stream(**to_body(request), request_options=OPTIONS)
    for event in pieces:
        if event.type in ("content-start", "content-delta"):
            content.append(event.delta.message.content)
        if event.type == "tool-call-start":
            call = event.delta.message.tool_calls
            calls.append({"id": call.id, "type": "function", "function": {"name": call.function.name, "arguments": ""}})
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


ROWS = [{
    "name": "cohere 7 (py)", "face": "cohere passed through", "targets": ["cohere"],
    "finishes": {"stop": "COMPLETE", "calls": "TOOL_CALL", "length": "MAX_TOKENS"},
    "cannot": {"status of mute": "what is passed on has begun with its head",
               "ended": "what is passed on is not read, and this client takes a clean end for the end"},
    "whole": whole, "stream": stream,
}]
