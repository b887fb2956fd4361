package dev.pilothouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.operation.CreationOperation.CloneVm;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.TrashOperation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Definitions that the agent makes anew, and what people are not shown of them. */
class PasswordsIT extends OneGuest {
  @Test
  void aVncPasswordOutlivesEditCloneAndTrashAndIsNeverTold() throws Exception {
    startPool();
    String vnc = "<graphics type='vnc' port='-1' autoport='yes' passwd='s3cret'/></devices>";
    host.define(virsh("dumpxml").replace("</devices>", vnc));
    List<OperationRecord> records = new ArrayList<>();

    OperationRecord read = order(new Operation.ReadXml(vm, true));
    records.add(read);
    String base = Objects.requireNonNull(read.result());
    String edited = base.replace("</name>", "</name><title>Edited</title>");
    records.add(order(new Operation.EditVm(vm, base, edited)));
    assertThat(virsh("dumpxml", "--security-info")).contains("passwd='s3cret'", "Edited");

    OperationRecord cloned = order(new CloneVm(vm, guest.name() + "-copy", ""));
    records.add(cloned);
    String copy = Objects.requireNonNull(cloned.result(), cloned::toString);
    assertThat(host.virsh("dumpxml", "--security-info", copy)).contains("passwd='s3cret'");

    records.add(order(new TrashOperation.TrashVm(vm)));
    assertThat(host.virsh("list", "--all", "--uuid")).doesNotContain(guest.uuid().toString());
    Path kept = directory.resolve(guest.name()).resolve("trash").resolve(guest.uuid() + ".json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    records.add(order(new TrashOperation.RestoreVm(vm)));
    assertThat(virsh("dumpxml", "--security-info")).contains("passwd='s3cret'", "Edited");

    assertThat(records)
        .allSatisfy(
            record -> {
              assertThat(record.state()).as("%s", record).isEqualTo(OperationState.SUCCEEDED);
              assertThat(record.toString()).doesNotContain("s3cret");
            });
  }
}
