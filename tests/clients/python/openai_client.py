"""OpenAI's own client, Chat Completions and Responses."""
import json

import openai

from chat_shape import chat_body, chat_outcome, data_url

VERSION = openai.__version__.split(".")[0]


def client(origin):
    return openai.OpenAI(base_url=f"{origin}/v1", api_key="sk-client", max_retries=0)


def chat_whole(origin, request):
    return chat_outcome(client(origin).chat.completions.create(**chat_body(request)))


def chat_stream(origin, request, heard):
    """The helper that gathers; reasoning it does not know, so the chunks are read beside it."""
    thoughts = []
    options = {"stream_options": {"include_usage": True}, **chat_body(request)}
    with client(origin).chat.completions.stream(**options) as stream:
        try:
            for event in stream:
                if event.type == "chunk" and event.chunk.choices:
                    thoughts.append(getattr(event.chunk.choices[0].delta, "reasoning_content", None) or "")
                if heard():
                    return {}
            completion = stream.get_final_completion()
        except openai.LengthFinishReasonError as cut:  # It takes a full answer for a parsed one.
            completion = cut.completion
        return {**chat_outcome(completion), "reasoning": "".join(thoughts)}


def responses_body(request):
    content = [{"type": "input_text", "text": request["prompt"]}]
    if "image" in request:
        content.append({"type": "input_image", "detail": "auto", "image_url": data_url(request["image"])})
    body = {"model": request["model"], "input": [{"role": "user", "content": content}], "store": False}
    if "after" in request:
        after = request["after"]
        body["input"] += after["turn"]
        body["input"] += [
            {"type": "function_call_output", "call_id": call["id"], "output": result["text"]}
            for call, result in zip(after["calls"], after["results"])
        ]
    if "system" in request:
        body["instructions"] = request["system"]
    if "tools" in request:
        body["tools"] = [{"type": "function", "strict": True, **tool} for tool in request["tools"]]
        body["include"] = ["reasoning.encrypted_content"]
    if "schema" in request:
        body["text"] = {"format": {"type": "json_schema", "name": "weather", "strict": True, "schema": request["schema"]}}
    if "effort" in request:
        body["reasoning"] = {"effort": request["effort"], "summary": "auto"}
    if "tokensMax" in request:
        body["max_output_tokens"] = request["tokensMax"]
    return body


def responses_outcome(response):
    if response.status == "failed":
        raise RuntimeError(response.error.message)
    thoughts = [part.text for item in response.output if item.type == "reasoning"
                for part in [*item.summary, *(item.content or [])]]
    calls = [item for item in response.output if item.type == "function_call"]
    usage = response.usage
    return {
        "text": response.output_text,
        "reasoning": "".join(thoughts),
        "calls": [{"id": call.call_id, "name": call.name, "args": json.loads(call.arguments)} for call in calls],
        "finish": response.status,
        "usage": {
            "prompt": usage.input_tokens, "completion": usage.output_tokens,
            "cached": usage.input_tokens_details.cached_tokens,
            "reasoning": usage.output_tokens_details.reasoning_tokens,
        },
        "turn": [item.model_dump(exclude_none=True, exclude={"parsed_arguments"}) for item in response.output],
    }


def responses_whole(origin, request):
    return responses_outcome(client(origin).responses.create(**responses_body(request)))


def responses_stream(origin, request, heard):
    with client(origin).responses.stream(**responses_body(request)) as stream:
        last = None
        for event in stream:
            if event.type in ("response.completed", "response.incomplete", "response.failed"):
                last = event.response
            if heard():
                return {}
        # The helper knows no end but completion.
        return responses_outcome(last if last and last.status == "incomplete" else stream.get_final_response())


def models(origin):
    return [model.id for model in client(origin).models.list()]


CHAT_FINISHES = {"stop": "stop", "calls": "tool_calls", "length": "length"}
RESPONSES_FINISHES = {"stop": "completed", "calls": "completed", "length": "incomplete"}

ROWS = [
    {"name": f"openai {VERSION} (py)", "face": "openai", "finishes": CHAT_FINISHES,
     "whole": chat_whole, "stream": chat_stream, "models": models},
    {"name": f"openai {VERSION} responses (py)", "face": "responses", "finishes": RESPONSES_FINISHES,
     "whole": responses_whole, "stream": responses_stream},
]
