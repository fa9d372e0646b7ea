package perrin.statistics.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;

/**
 * Where a density of two coordinates lives: boxes in each of which it is a polynomial. Boxes are
 * halved where the polynomial is worst until all of them together are good enough, and those next
 * to weight are looked at until none is left: so a valley is followed however narrow it is.
 */
final class PlaneMesh {
  /** The errors of all boxes may add up to this share of the whole integral. */
  private static final double ACCURACY = 1e-9;

  /** A density that more boxes than are allowed give to this share only is still good. */
  private static final double WORST = 1e-3;

  /** Numbers of the energy to compute; a box takes 144. */
  private static final long MOST_WORK = 2_000_000_000L;

  private static final int FEWEST_BOXES = 2_000;
  private static final int MOST_BOXES = 100_000;

  /** Weights above e^−34 = 2e-15 of the largest at a box's side lead on to the next. */
  private static final double LEADS_ON = 34;

  /** Where boxes run out and there is weight beyond t = 6, x = 200 s, it goes on for ever. */
  private static final double ASTRAY = 6;

  /** Unless it has fallen to e^-28 of the largest there: a tail that was followed to its end. */
  private static final double FALLEN = 28;

  private final PlaneDensity density;
  private final PlaneBox root;

  /** Leaves that must be halved. */
  private final List<PlaneBox> unknown = new ArrayList<>();

  /** Leaves with weight, and a polynomial for it. */
  private final List<PlaneBox> alive = new ArrayList<>();

  private final int most;
  private final double top;
  private final List<PlaneSearch.Point> peaks;
  private int boxes;

  /**
   * @param cost of computing the energy once, in operations
   */
  PlaneMesh(PlaneDensity density, long cost) {
    this.density = density;
    this.most = (int) Math.clamp(MOST_WORK / (144L * Math.max(1, cost)), FEWEST_BOXES, MOST_BOXES);
    var search = new PlaneSearch(density, Math.max(1, Math.sqrt(cost / 40.0)));
    top = search.top();
    peaks = search.peaks().stream().filter(point -> point.logWeight() > lowest()).toList();
    List<PlaneSearch.Point> known = new ArrayList<>(search.maxima());
    known.removeIf(point -> point.logWeight() <= lowest());
    known.addAll(search.points());
    double lastT = density.first.last();
    double lastU = density.second.last();
    root = new PlaneBox(density, new PlaneArea(-lastT, lastT, -lastU, lastU), known);
    refine();
  }

  private double lowest() {
    return top - PlaneSearch.CUT;
  }

  /** ln of the unit of all integrals. */
  double top() {
    return top;
  }

  /** Maxima of w. */
  List<PlaneSearch.Point> peaks() {
    return peaks;
  }

  /** The density, a polynomial for each box with weight. */
  List<PlanePolynomial> polynomials() {
    return alive.stream().map(PlaneBox::polynomial).toList();
  }

  /** ∫ w f, in units of e^top. */
  double integral(DoubleBinaryOperator f) {
    return alive.stream().mapToDouble(box -> box.polynomial().integral(f, top)).sum();
  }

  private void refine() {
    look(List.of(root));
    do {
      while (!unknown.isEmpty() && boxes < most) {
        halve(List.copyOf(unknown));
      }
    } while (boxes < most && followed());
    do {
      List<PlaneBox> worst = worst();
      while (!worst.isEmpty() && boxes < most) {
        halve(worst);
        worst = worst();
      }
    } while (boxes < most && followed()); // smaller boxes look at their neighbours more closely
    requireGood();
  }

  private void look(Collection<PlaneBox> some) {
    boxes += some.size();
    some.parallelStream().forEach(box -> box.look(top, lowest()));
    for (PlaneBox box : some) {
      if (PlaneDensity.tooDeep(box.logMax())) {
        throw density.unbounded(box.area().fromT(), box.area().fromU());
      }
      if (box.unknown(lowest())) {
        unknown.add(box);
      } else if (box.alive(lowest())) {
        alive.add(box);
      }
    }
  }

  /** Those about which nothing is known yet, and those whose errors must go. */
  private List<PlaneBox> worst() {
    List<PlaneBox> found = new ArrayList<>(unknown);
    double left = ACCURACY * mass();
    if (error() <= left) {
      return found;
    }
    double small = left / (2 * alive.size());
    List<PlaneBox> rough = new ArrayList<>();
    for (PlaneBox box : alive) {
      if (box.error() > small) {
        rough.add(box);
      } else {
        left -= box.error();
      }
    }
    rough.sort(Comparator.comparingDouble(PlaneBox::error));
    for (PlaneBox box : rough) {
      left -= box.error();
      if (left < 0) {
        found.add(box);
      }
    }
    return found;
  }

  private void halve(List<PlaneBox> some) {
    List<PlaneBox> halves = new ArrayList<>();
    for (PlaneBox box : some) {
      box.halve();
      halves.add(box.lower());
      halves.add(box.upper());
    }
    unknown.removeIf(box -> !box.isLeaf());
    alive.removeIf(box -> !box.isLeaf());
    look(halves);
  }

  private double mass() {
    return alive.stream().mapToDouble(box -> box.polynomial().mass(top)).sum();
  }

  private double error() {
    return alive.stream().mapToDouble(PlaneBox::error).sum();
  }

  /** Looks over the sides of boxes with weight into those without; says whether there was any. */
  private boolean followed() {
    Set<PlaneBox> woken = new LinkedHashSet<>();
    for (PlaneBox box : alive) {
      if (leadsOn(box) && box.follow()) {
        for (double[] place : box.around()) {
          beyond(place[0], place[1])
              .ifPresent(point -> {
                PlaneBox asleep = root.leaf(place[0], place[1]);
                asleep.wake(point);
                woken.add(asleep);
              });
        }
      }
    }
    look(woken);
    return !woken.isEmpty();
  }

  private boolean leadsOn(PlaneBox box) {
    return box.logMax() > top - LEADS_ON;
  }

  /** The smallest area that all weight is in. */
  PlaneArea area() {
    PlaneArea all = alive.getFirst().area();
    for (PlaneBox box : alive) {
      all = all.with(box.area());
    }
    return all;
  }

  /** Whether much weight lies at sides beyond which there is more, where nobody has looked. */
  private boolean goesOn() {
    double there =
        alive.stream()
            .filter(box -> distance(box) > ASTRAY && leadsOn(box))
            .filter(box -> !box.isFollowed() && leadsBeyond(box))
            .mapToDouble(box -> box.polynomial().mass(top))
            .sum();
    return there > WORST * mass();
  }

  private static double distance(PlaneBox box) {
    return Math.max(Math.abs(box.area().fromT()), Math.abs(box.area().fromU()));
  }

  private boolean leadsBeyond(PlaneBox box) {
    return box.around().stream().anyMatch(place -> beyond(place[0], place[1]).isPresent());
  }

  /** The weight at a place, if nothing was known of it. */
  private Optional<PlaneSearch.Point> beyond(double t, double u) {
    if (Math.abs(t) >= density.first.last() || Math.abs(u) >= density.second.last()) {
      return Optional.empty();
    }
    if (root.leaf(t, u).logMax() > lowest()) {
      return Optional.empty();
    }
    double logWeight = density.logWeight(t, u);
    return logWeight > top - LEADS_ON
        ? Optional.of(new PlaneSearch.Point(t, u, logWeight))
        : Optional.empty();
  }

  private void requireGood() {
    if (boxes < most) {
      return;
    }
    if (unknown.isEmpty() && error() <= WORST * mass() && !goesOn()) {
      return;
    }
    PlaneBox farthest = alive.isEmpty() ? root : alive.getFirst();
    PlaneBox worst = root;
    for (PlaneBox box : alive) {
      farthest = leadsOn(box) && distance(box) > distance(farthest) ? box : farthest;
      worst = box.error() > worst.error() ? box : worst;
    }
    if (distance(farthest) > ASTRAY && farthest.logMax() > top - FALLEN) {
      throw density.notConfined(farthest.area().fromT(), farthest.area().fromU());
    }
    throw density.tooRough(worst.area().fromT(), worst.area().fromU());
  }
}
