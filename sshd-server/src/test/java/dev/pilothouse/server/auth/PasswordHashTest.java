package dev.pilothouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
  @Test
  void theHashOfAnotherImplementationIsUnderstood() {
    // One of the test vectors of the argon2 reference implementation (argon2id, version 19).
    PasswordHash hash =
        PasswordHash.parse(
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

    assertThat(hash.matches("password")).isTrue();
    assertThat(hash.matches("Password")).isFalse();
  }

  @Test
  void aHashSurvivesItsText() {
    String phc = PasswordHash.of("s3cret", new SecureRandom()).phc();

    assertThat(phc).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(PasswordHash.parse(phc).matches("s3cret")).isTrue();
    assertThat(PasswordHash.parse(phc)).hasToString("PasswordHash[not shown]");
  }

  @Test
  void whatWouldTakeTheMachineIsRefused() {
    String rest = "$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    for (String costs :
        new String[] {"m=9999999,t=2,p=1", "m=65536,t=99,p=1", "m=65536,t=2,p=9", "m=4,t=2,p=1"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PasswordHash.parse("$argon2id$v=19$" + costs + rest));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse("$6$x$y"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.parse("secret"))
        .withMessageNotContaining("secret");
  }
}
