"""As much of torch as score_pairs() asks for, on lists."""

from contextlib import nullcontext as no_grad  # noqa: F401


class Tensor:
    def __init__(self, rows):
        self.rows = rows

    def __setitem__(self, place, values):
        row, columns = place
        width = len(self.rows[row][columns])
        self.rows[row][columns] = values if isinstance(values, list) else [values] * width

    def to(self, device):
        assert device == "a device"
        return self

    def squeeze(self, dimension):
        assert dimension == -1
        return Tensor([value for row in self.rows for value in row])

    def tolist(self):
        return self.rows


def full(size, value):
    return Tensor([[value] * size[1] for _ in range(size[0])])


def zeros_like(tensor):
    return Tensor([[0] * len(row) for row in tensor.rows])


def tensor(values):
    return values
