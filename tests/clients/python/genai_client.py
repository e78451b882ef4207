"""Google's own client of the Gemini API."""
import base64

from google import genai
from google.genai import types


def client(origin):
    return genai.Client(api_key="sk-client", http_options=types.HttpOptions(base_url=origin))


def to_body(request):
    parts = [types.Part(text=request["prompt"])]
    if "image" in request:
        parts.append(types.Part.from_bytes(data=base64.b64decode(request["image"]), mime_type="image/png"))
    contents = [types.Content(role="user", parts=parts)]
    if "after" in request:
        after = request["after"]
        results = [types.Part(function_response=types.FunctionResponse(
            id=call.get("id"), name=result["name"], response={"output": result["text"]}))
            for call, result in zip(after["calls"], after["results"])]
        contents += [after["turn"], types.Content(role="user", parts=results)]
    config = {}
    if "system" in request:
        config["system_instruction"] = request["system"]
    if "tools" in request:
        config["tools"] = [{"function_declarations": [
            {"name": tool["name"], "description": tool["description"], "parameters_json_schema": tool["parameters"]}
            for tool in request["tools"]]}]
    if "schema" in request:
        config |= {"response_mime_type": "application/json", "response_json_schema": request["schema"]}
    if "effort" in request:
        config["thinking_config"] = {"include_thoughts": True, "thinking_level": request["effort"].upper()}
    if "tokensMax" in request:
        config["max_output_tokens"] = request["tokensMax"]
    return {"model": request["model"], "contents": contents, "config": config}


def to_outcome(parts, finish, usage):
    thoughts = usage and usage.thoughts_token_count
    return {
        "text": "".join(part.text for part in parts if part.text and not part.thought),
        "reasoning": "".join(part.text for part in parts if part.thought),
        "calls": [{"id": part.function_call.id, "name": part.function_call.name, "args": part.function_call.args}
                  for part in parts if part.function_call],
        "finish": finish and finish.value,
        "usage": usage and {
            "prompt": usage.prompt_token_count, "cached": usage.cached_content_token_count,
            "completion": (usage.candidates_token_count or 0) + (thoughts or 0), "reasoning": thoughts},
        "turn": types.Content(role="model", parts=parts),
    }


def whole(origin, request):
    held = client(origin)  # It closes when nobody holds it.
    answer = held.models.generate_content(**to_body(request))
    first = answer.candidates[0]
    return to_outcome(first.content.parts, first.finish_reason, answer.usage_metadata)


def stream(origin, request, heard):
    parts, finish, usage = [], None, None
    held = client(origin)
    pieces = held.models.generate_content_stream(**to_body(request))
    for piece in pieces:
        for candidate in piece.candidates or []:
            parts += (candidate.content and candidate.content.parts) or []
            finish = candidate.finish_reason or finish
        usage = piece.usage_metadata or usage
        if heard():
            pieces.close()
            held.close()
            return {}
    return to_outcome(parts, finish, usage)


def models(origin):
    held = client(origin)
    return [model.name.removeprefix("models/") for model in held.models.list()]


ROWS = [{
    "name": "google-genai 3 (py)", "face": "gemini",
    "finishes": {"stop": "STOP", "calls": "STOP", "length": "MAX_TOKENS"},
    "whole": whole, "stream": stream,
    "models": models,
}]
