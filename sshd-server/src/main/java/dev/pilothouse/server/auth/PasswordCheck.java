package dev.pilothouse.server.auth;

import dev.pilothouse.server.audit.Audit;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks passwords, a few at a time on threads of their own, so that a flood of them takes neither
 * all cores nor much memory; an unknown name costs as much as a known one.
 */
public final class PasswordCheck implements PasswordAuthenticator, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PasswordCheck.class);
  private static final int MOST_WAITING = 64;
  private static final int LONGEST_PASSWORD = 1024;

  private final Accounts accounts;
  private final Optional<OneTimePassword> oneTime;
  private final Audit audit;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final ThreadPoolExecutor pool;
  private final Patience patience = new Patience();
  private final CompletableFuture<PasswordHash> nobodys;

  public PasswordCheck(
      Accounts accounts,
      Optional<OneTimePassword> oneTime,
      Audit audit,
      Clock clock,
      SecureRandom random,
      ScheduledExecutorService timer) {
    this.accounts = accounts;
    this.oneTime = oneTime;
    this.audit = audit;
    this.clock = clock;
    this.timer = timer;
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("ssh-password-", 0).daemon().factory());
    pool.allowCoreThreadTimeOut(true);
    this.nobodys = CompletableFuture.supplyAsync(() -> PasswordHash.of("", random), pool);
  }

  @Override
  public boolean authenticate(String user, String password, ServerSession session) {
    AsyncAuthException answer = new AsyncAuthException();
    Source source = Source.of(session.getRemoteAddress());
    long delay = patience.delay(source, clock.instant()).toMillis();
    if (delay == 0) {
      enqueue(user, password, session, source, answer);
    } else {
      var unused =
          timer.schedule(
              () -> enqueue(user, password, session, source, answer), delay, TimeUnit.MILLISECONDS);
    }
    throw answer;
  }

  private void enqueue(
      String user,
      String password,
      ServerSession session,
      Source source,
      AsyncAuthException answer) {
    try {
      pool.execute(() -> answer.setAuthed(check(user, password, session, source)));
    } catch (RejectedExecutionException e) {
      audit.refused(user, Source.shown(session.getRemoteAddress()), "too many logins at once");
      Tries.failed(session, user);
      answer.setAuthed(false);
    }
  }

  private boolean check(String user, String password, ServerSession session, Source source) {
    if (session.isClosing()) {
      return false;
    }
    Optional<Login> login = Optional.empty();
    try {
      login = login(user, password.length() <= LONGEST_PASSWORD ? password : "");
    } catch (IOException | RuntimeException e) {
      log.error("Passwords cannot be checked", e);
    }
    if (login.isPresent()) {
      patience.succeeded(source);
      Tries.succeeds(session, login.get());
    } else {
      patience.failed(source, clock.instant());
      Tries.failed(session, user);
      audit.refused(user, Source.shown(session.getRemoteAddress()), "wrong password");
    }
    return login.isPresent();
  }

  private Optional<Login> login(String user, String password) throws IOException {
    Optional<Account> account = accounts.find(user);
    Optional<PasswordHash> lasting =
        account.flatMap(Account::passwordHash).map(PasswordHash::parse);
    PasswordHash unknown = nobodys.join();
    // Both are always computed: how long it takes tells nothing about who exists.
    boolean matches = lasting.orElse(unknown).matches(password) && lasting.isPresent();
    Optional<PasswordHash> single =
        oneTime.isPresent() ? oneTime.get().hashFor(user) : Optional.empty();
    boolean once =
        oneTime.isPresent() && single.orElse(unknown).matches(password) && single.isPresent();
    if (account.isEmpty() || password.isEmpty()) {
      return Optional.empty();
    }
    if (matches) {
      return Optional.of(new Login(user, account.get().role(), true, true, "password", ""));
    }
    return once && oneTime.get().use()
        ? Optional.of(new Login(user, account.get().role(), true, true, "one-time password", ""))
        : Optional.empty();
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
