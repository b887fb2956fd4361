package dev.pilothouse.server.auth;

import java.net.InetAddress;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks a presented public key up; that its owner holds the private part is checked elsewhere. */
public final class KeyCheck implements PublickeyAuthenticator {
  private static final Logger log = LoggerFactory.getLogger(KeyCheck.class);

  private record Parsed(List<String> lines, AuthorizedKeys keys) {}

  private final Accounts accounts;
  private final Clock clock;
  private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

  public KeyCheck(Accounts accounts, Clock clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public boolean authenticate(String user, PublicKey key, ServerSession session) {
    Optional<Login> login = login(user, key, Source.inetOf(session.getRemoteAddress()));
    if (login.isPresent()) {
      Tries.succeeds(session, login.get());
    } else {
      Tries.failed(session, user);
    }
    return login.isPresent();
  }

  private Optional<Login> login(String user, PublicKey key, InetAddress from) {
    Optional<Account> account;
    try {
      account = accounts.find(user);
    } catch (RuntimeException e) {
      log.error("Nobody can log in: the accounts cannot be read", e);
      return Optional.empty();
    }
    String blob = base64(key);
    return account.flatMap(
        found ->
            keysOf(found).keys().stream()
                .filter(known -> known.isFor(blob) && known.isValid(clock.instant(), from))
                .findFirst()
                .map(
                    known ->
                        new Login(
                            found.name(),
                            found.role(),
                            known.terminal(),
                            known.forwarding(),
                            "publickey " + KeyUtils.getFingerPrint(key),
                            PublicKeyEntry.toString(key) + " " + found.name())));
  }

  private AuthorizedKeys keysOf(Account account) {
    Parsed known = parsed.get(account.name());
    if (known == null || !known.lines().equals(account.authorizedKeys())) {
      AuthorizedKeys fresh = AuthorizedKeys.parse(account.authorizedKeys(), clock.getZone());
      fresh.problems().forEach(problem -> log.warn("user {}: {}", account.name(), problem));
      known = new Parsed(account.authorizedKeys(), fresh);
      parsed.put(account.name(), known);
    }
    return known.keys();
  }

  private static String base64(PublicKey key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    return Base64.getEncoder().encodeToString(buffer.getCompactData());
  }
}
