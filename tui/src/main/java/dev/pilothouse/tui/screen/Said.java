package dev.pilothouse.tui.screen;

import java.time.Instant;

/** A message that a person was given, and when. */
public record Said(Instant at, String text, Effect.Tone tone) {}
