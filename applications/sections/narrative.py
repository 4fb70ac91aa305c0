"""揭榜任务书: plain text under the outline's headings."""

from collections.abc import Mapping

from applications.counting import count_characters
from applications.form_schema import Section
from applications.models import ApplicationVersion, Narrative
from applications.sections.base import Parsed, Raw, clean, too_long
from portal.accounts.actor import Actor

PREFIX = "part-"
MAX_TEXT = 100_000


class NarrativeHandler:
    def read(self, section: Section, version: ApplicationVersion) -> Raw:
        found = next((n for n in version.narratives.all() if n.section_key == section.key), None)
        body = found.body if found else {}
        return {PREFIX + part.key: body.get(part.key, "") for part in section.parts if part.writable}

    def parse(self, section: Section, version: ApplicationVersion, data: Mapping[str, str]) -> Parsed:
        parsed = Parsed({})
        for part in section.parts:
            name = PREFIX + part.key
            if not part.writable or name not in data:
                continue
            text = clean(data[name])
            error = too_long(text, MAX_TEXT)
            if error:
                parsed.errors[name] = error
            else:
                parsed.values[part.key] = text
        return parsed

    def write(self, section: Section, version: ApplicationVersion, values: dict[str, str], actor: Actor) -> None:
        narrative, _made = Narrative.objects.get_or_create(version=version, section_key=section.key)
        narrative.body = narrative.body | values
        narrative.characters = sum(count_characters(text) for text in narrative.body.values())
        narrative.save(update_fields=["body", "characters"])

    def labels(self, section: Section, version: ApplicationVersion) -> dict[str, str]:
        return {PREFIX + part.key: part.heading for part in section.parts if part.writable}
