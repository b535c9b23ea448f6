"""HiGHS behind one door: whole-number programmes, solved to the optimum, the same way each time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from highspy import Highs

Term = tuple[int, int]
"""A column and its factor."""

NARROW = 0.005
"""How far from the bound, as a share of it, the first and narrow search looks."""


class NotSolved(RuntimeError):
    """The solver gave up: not because there is no solution, but for a reason of its own."""


@dataclass(frozen=True, slots=True)
class Solution:
    """``values``: of each column. ``gap``: between the points and the most that there could be, as a share."""

    values: tuple[int, ...]
    points: int
    gap: float


@dataclass(slots=True)
class Programme:
    """Columns are whole numbers, most of them 0 or 1; rows bound sums of them; points are to be as many as can be."""

    points: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    rows: list[tuple[float, float, tuple[Term, ...]]] = field(default_factory=list)

    def column(self, points: int = 0, *, least: int = 0, most: int = 1) -> int:
        self.points.append(points)
        self.least.append(least)
        self.most.append(most)
        return len(self.points) - 1

    def row(self, terms: Iterable[Term], *, least: float = float("-inf"), most: float = float("inf")) -> None:
        self.rows.append((least, most, tuple(terms)))

    def solve(self) -> Solution | None:
        """The best there is; None where nothing meets every row. Raises NotSolved.

        The programme without whole numbers is solved first. It bounds the points from above, and says of each column
        what it costs at least to move it from where it lies: what costs more than a solution falls short of the bound
        is in no better one. A narrow search finds a solution, and that one shows how wide the search has to be.
        """
        import numpy

        if any(least > 0 for least, _, terms in self.rows if not terms):  # of columns alone, HiGHS asks nothing
            return None
        relaxed = self._run(whole=False)
        if relaxed is None:
            return None
        bound = relaxed.getInfo().objective_function_value
        cost = numpy.array(relaxed.getSolution().col_dual)
        searched = max(abs(bound) * NARROW, 1.0)
        found = self._within(searched, cost)
        while found is None or bound - found.points > searched:
            searched = bound - found.points if found else searched * 16
            if not (numpy.abs(cost) > searched).any():
                return self._within(searched, cost)
            found = self._within(searched, cost) or found
        return found

    def _within(self, searched: float, cost: "numpy.ndarray[Any, Any]") -> Solution | None:
        """The best solution in which no column moves that would cost more."""
        ran = self._run(whole=True, at_least=cost > searched, at_most=cost < -searched)
        if ran is None:
            return None
        values = tuple(round(value) for value in ran.getSolution().col_value)
        points = sum(each * value for each, value in zip(self.points, values, strict=True))
        return Solution(values, points, float(ran.getInfo().mip_gap))

    def _run(self, *, whole: bool, at_least: Any = False, at_most: Any = False) -> "Highs | None":
        """``at_least``, ``at_most``: which columns stay at the most, or at the least, that they may be."""
        import highspy
        import numpy

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.points), len(self.rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = numpy.array(self.points, dtype=numpy.double)
        least, most = numpy.array(self.least, dtype=numpy.double), numpy.array(self.most, dtype=numpy.double)
        lp.col_lower_ = numpy.where(at_least, most, least)
        lp.col_upper_ = numpy.where(at_most, least, most)
        lp.row_lower_ = numpy.array([row[0] for row in self.rows], dtype=numpy.double)
        lp.row_upper_ = numpy.array([row[1] for row in self.rows], dtype=numpy.double)
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
        terms = [term for row in self.rows for term in row[2]]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = numpy.cumsum([0, *(len(row[2]) for row in self.rows)], dtype=numpy.int32)
        lp.a_matrix_.index_ = numpy.array([column for column, _ in terms], dtype=numpy.int32)
        lp.a_matrix_.value_ = numpy.array([factor for _, factor in terms], dtype=numpy.double)

        solver = highspy.Highs()
        solver.silent()
        # Points are whole numbers: what is less than one of them from the best is the best.
        for option, value in (("threads", 1), ("random_seed", 0), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
            solver.setOptionValue(option, value)
        solver.passModel(lp)
        solver.run()
        status = solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            raise NotSolved(f"No team was found, and none was ruled out: {solver.modelStatusToString(status)}.")
        return solver
