package dev.pilothouse.fleet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class DocumentsTest {
  record Thing(String zeta, int alpha, @Nullable Double none, List<String> names) {}

  private static final String HOSTILE =
      "\u001b[2J\u009b\u202e\u0000\r\n\t\u007f\u2028\ud83d\ude00" + Character.toString(0xE0041);

  private static final Thing THING = new Thing("no", 1, null, List.of("null", "1.0", HOSTILE));

  @Test
  void fieldsKeepTheirOrderAndTextsStayTexts() {
    assertThat(new Documents().json(new Thing("no", 1, null, List.of("null"))))
        .isEqualTo(
            """
            {
              "zeta" : "no",
              "alpha" : 1,
              "none" : null,
              "names" : [ "null" ]
            }
            """);
    assertThat(new Documents().yaml(new Thing("no", 1, null, List.of("null"))))
        .isEqualTo("zeta: \"no\"\nalpha: 1\nnone: null\nnames:\n- \"null\"\n");
  }

  @Test
  void nothingHiddenComesOutAndEverythingComesBack() {
    String json = new Documents().json(THING);
    String yaml = new Documents().yaml(THING);

    assertThat(json + yaml).matches("(?s)[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n]]*");
    assertThat(json + yaml).contains("😀");
    assertThat(JsonMapper.shared().readValue(json, Thing.class)).isEqualTo(THING);
    assertThat(YAMLMapper.shared().readValue(yaml, Thing.class)).isEqualTo(THING);
  }
}
