package dev.pilothouse.dist.e2e;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody else does, and an agent's death, reach people over SSH by themselves. How long that
 * took is in the log; the promise (300 ms, 3 s) is measured by {@link NewsFigures}.
 */
@Timeout(600)
class NewsIT {
  private static final Logger LOG = LoggerFactory.getLogger(NewsIT.class);

  private final Watchers watchers = new Watchers();

  @AfterEach
  void tearDown() {
    watchers.close();
  }

  @Test
  void whatOthersDoAndADeadAgentAreSeen() {
    LOG.info("start and destroy, ms after virsh returned: {}", watchers.startAndDestroy());
    LOG.info("a killed agent, ms until its host is stale: {}", watchers.killTheAgent());
    watchers.agentIsBack();
  }
}
