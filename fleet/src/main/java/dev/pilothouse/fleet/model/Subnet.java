package dev.pilothouse.fleet.model;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An address with the length of its network's prefix, as {@code 192.168.50.1/24}.
 *
 * @param address as it was written
 */
public record Subnet(String address, int prefix, boolean ipv6) {
  /** Nothing that a resolver would be asked about. */
  private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:.*");

  /** Addresses to give out, both ends included. */
  public record Range(String first, String last) {}

  /**
   * Reads {@code ADDRESS/PREFIX}.
   *
   * @throws IllegalArgumentException for anything else; its message says what is wrong
   */
  public static Subnet parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "'" + Visible.line(text) + "' is no address with a prefix, such as 192.168.50.1/24.");
    }
    String address = text.substring(0, slash);
    byte[] bytes = bytes(address);
    int prefix = Integer.parseInt(text.substring(slash + 1));
    if (prefix < 1 || prefix > bytes.length * 8) {
      throw new IllegalArgumentException(
          "A prefix of " + address + " is a number from 1 to " + bytes.length * 8 + ".");
    }
    return new Subnet(address, prefix, bytes.length > 4);
  }

  /** Whether some address belongs to both. */
  public boolean overlaps(Subnet other) {
    if (ipv6 != other.ipv6) {
      return false;
    }
    int shift = bits() - Math.min(prefix, other.prefix);
    return number(address).shiftRight(shift).equals(number(other.address).shiftRight(shift));
  }

  /**
   * Reads {@code FIRST-LAST}.
   *
   * @throws IllegalArgumentException when that is no range of this network's addresses
   */
  public Range range(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException(
          "'" + Visible.line(text) + "' is no range, such as 192.168.50.10-192.168.50.99.");
    }
    Range range = new Range(text.substring(0, dash).strip(), text.substring(dash + 1).strip());
    if (!contains(range.first) || !contains(range.last)) {
      throw new IllegalArgumentException(
          "The range " + Visible.line(text) + " is not within " + address + "/" + prefix + ".");
    }
    if (number(range.first).compareTo(number(range.last)) > 0) {
      throw new IllegalArgumentException("The range " + Visible.line(text) + " ends first.");
    }
    return range;
  }

  /** All of its addresses that are left when network, broadcast and its own are taken out. */
  public Range everybodyElse() {
    BigInteger size = BigInteger.ONE.shiftLeft(bits() - prefix);
    BigInteger own = number(address);
    BigInteger start = own.subtract(own.mod(size));
    BigInteger first = start.add(BigInteger.ONE);
    BigInteger last = start.add(size).subtract(BigInteger.TWO);
    if (first.equals(own)) {
      first = first.add(BigInteger.ONE);
    } else if (own.subtract(first).compareTo(last.subtract(own)) > 0) {
      last = own.subtract(BigInteger.ONE);
    } else {
      first = own.add(BigInteger.ONE);
    }
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "There is no room for guests in " + address + "/" + prefix + ".");
    }
    return new Range(text(first), text(last));
  }

  private boolean contains(String other) {
    byte[] bytes = bytes(other);
    return (bytes.length > 4) == ipv6
        && number(other)
            .shiftRight(bits() - prefix)
            .equals(number(address).shiftRight(bits() - prefix));
  }

  private int bits() {
    return ipv6 ? 128 : 32;
  }

  private static BigInteger number(String address) {
    return new BigInteger(1, bytes(address));
  }

  private String text(BigInteger number) {
    byte[] all = new byte[bits() / 8];
    byte[] some = number.toByteArray();
    int length = Math.min(some.length, all.length);
    System.arraycopy(some, some.length - length, all, all.length - length, length);
    try {
      return InetAddress.getByAddress(all).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String address) {
    try {
      if (LITERAL.matcher(address).matches()) {
        return InetAddress.getByName(address).getAddress();
      }
    } catch (UnknownHostException e) {
      // Said below.
    }
    throw new IllegalArgumentException("'" + Visible.line(address) + "' is no address.");
  }
}
