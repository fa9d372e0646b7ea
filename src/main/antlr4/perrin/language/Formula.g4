// Formulas and step programs. A method's step, an energy and the definition of a function are all written in this language.
grammar Formula;

formula : expression EOF ;

program : (statement ';'?)* EOF ;

statement
    : assignment                                                      # assigned
    | 'repeat' NUMBER ('while' expression)? '{' (statement ';'?)+ '}' # repeat
    | NAME '(' expression (',' assignment)* ')'                       # accept
    ;

assignment : NAME '=' expression ;

// Alternatives bind from tightest to loosest: -x^2 is -(x^2), 2^-1 is allowed, a^b^c is a^(b^c).
expression
    : NUMBER                                                          # number
    | WORD                                                            # word
    | NAME '(' index = NAME 'in' range ':' expression ')'             # total
    | NAME '(' (expression (',' expression)*)? ')'                    # call
    | NAME '[' expression (',' expression)* ']'                       # element
    | NAME                                                            # name
    | '(' expression ')'                                              # parentheses
    | <assoc = right> expression hat = '^' expression                 # power
    | sign = ('-' | '+') expression                                   # signed
    | expression operator = ('*' | '/') expression                    # product
    | expression operator = ('+' | '-') expression                    # sum
    | expression operator = ('<' | '<=' | '>' | '>=' | '==' | '!=') expression # comparison
    | expression operator = '&&' expression                           # conjunction
    | expression operator = '||' expression                           # disjunction
    ;

// Both ends belong to it; `rows` is the range of the data's rows.
range : from = expression ('..' to = expression)? ;

WORD   : '0x' [0-9a-fA-F]+ ;
// The point of 0..9 belongs to the range.
NUMBER : (DIGIT+ ({_input.LA(2) != '.'}? '.' DIGIT*)? | '.' DIGIT+) ([eE] [+-]? DIGIT+)? ;
NAME   : [a-zA-Z_] [a-zA-Z_0-9]* ;
// What only some programs take for a line's end is nothing that a comment may hide: VT, FF, NEL, LS, PS.
COMMENT : '#' ~[\r\n\u000B\u000C\u0085\u2028\u2029]* -> skip ;
SPACE  : [ \t\r\n]+ -> skip ;

// Everything else becomes a token of its own, so that the parser reports it with its place.
OTHER  : . ;

fragment DIGIT : [0-9] ;
